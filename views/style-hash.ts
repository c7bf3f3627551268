/**
 * SHA-256 of the stylesheet as it stands in the page, for the page's policy. Written down, for taking it at every
 * start costs more than a page; a test compares, and says what to write here when style.css has changed.
 */
export const STYLE_HASH = "u7268K+TxWoN/5tfwO9FlvIuel3G1CFtyQQEevBy6/U=";
