/** As many as a host takes requests at a time by default: to compare an image takes one at each side. */
export const IMAGES_AT_A_TIME = 16;
