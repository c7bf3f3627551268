import live from "./live.js" with { type: "text" };

/** The script that keeps a page fresh, as it stands in the page: without comments, indentation and line ends. */
export const liveScript = live.replace(/^\s*(?:\/\/|\/\*\*).*$/gm, "").replace(/\s*\n\s*/g, "\n");
