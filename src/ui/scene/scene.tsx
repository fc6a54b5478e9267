export const Scene = () => null
