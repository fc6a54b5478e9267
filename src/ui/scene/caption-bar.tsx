export const CaptionBar = () => null
