/** A wish that cannot be granted; the page shows the sentence. */
export class DoorError extends Error {}
