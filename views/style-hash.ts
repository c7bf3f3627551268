/**
 * SHA-256 of the stylesheet as it stands in the page, for the page's policy. Written down, for taking it at every
 * start costs more than a page; a test compares, and says what to write here when style.css has changed.
 */
export const STYLE_HASH = "a5EiHqE63g9/ItbsRcT7Iryd7pLt+70myScIkvskO30=";
