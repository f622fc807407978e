/** A drawing of a report as the address of an image: as an image it can neither run a script nor load anything. */
export const svgPicture = (svg: string): string => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
