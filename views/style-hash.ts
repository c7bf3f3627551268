/**
 * SHA-256 of the stylesheet as it stands in the page, for the page's policy. Written down, for taking it at every
 * start costs more than a page; a test compares, and says what to write here when style.css has changed.
 */
export const STYLE_HASH = "1dQdaOtgi/f/TflFjDnL1ZJYyjH6N6tB/feNXH4L6Bc=";
