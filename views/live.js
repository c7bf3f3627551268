// Keeps a page in view fresh: asks for it again every few seconds and changes in place only what differs. Without it
// the page is the same, and refreshes as a whole.
(() => {
  const SECONDS = 5;
  const notice = document.getElementById("lost");
  let last;
  let asking = false;

  /** An element is the same one if its id is; one without, if it stands in the same place. */
  function morph(now, next) {
    if (now.isEqualNode(next)) return;
    if (now.nodeType === Node.TEXT_NODE && next.nodeType === Node.TEXT_NODE) {
      now.data = next.data;
      return;
    }
    if (now.nodeName !== next.nodeName) {
      now.replaceWith(document.importNode(next, true));
      return;
    }
    // What somebody is writing or has opened stays.
    if (/^(INPUT|SELECT|SCRIPT|STYLE|NOSCRIPT)$/.test(now.nodeName)) return;
    for (const { name, value } of next.attributes) if (now.getAttribute(name) !== value) now.setAttribute(name, value);
    for (const { name } of [...now.attributes])
      if (!next.hasAttribute(name) && !(name === "open" || now === notice)) now.removeAttribute(name);
    morphChildren(now, next);
  }

  function morphChildren(now, next) {
    const known = new Map([...now.children].filter(({ id }) => id).map((child) => [child.id, child]));
    let place = now.firstChild;
    for (const wanted of next.childNodes) {
      const same = (wanted.id && known.get(wanted.id)) || (place && !place.id && !wanted.id ? place : undefined);
      if (same === undefined) {
        now.insertBefore(document.importNode(wanted, true), place);
        continue;
      }
      if (same === place) place = place.nextSibling;
      else move(now, same, place);
      morph(same, wanted);
    }
    while (place) {
      const gone = place;
      place = place.nextSibling;
      gone.remove();
    }
  }

  function move(parent, child, place) {
    const focused = child.contains(document.activeElement) ? document.activeElement : undefined;
    parent.insertBefore(child, place);
    focused?.focus({ preventScroll: true });
  }

  async function refresh() {
    if (document.hidden || asking) return;
    asking = true;
    try {
      const answer = await fetch(location.href.split("#")[0], { cache: "no-cache" });
      if (!answer.ok) throw new Error(answer.statusText);
      const text = await answer.text();
      notice.hidden = true;
      if (text === last) return;
      last = text;
      const next = new DOMParser().parseFromString(text, "text/html");
      if (next.title !== document.title) document.title = next.title;
      for (const part of document.querySelectorAll("[data-live]")) {
        const fresh = next.querySelector(`[data-live="${part.dataset.live}"]`);
        if (fresh) morph(part, fresh);
      }
    } catch {
      notice.hidden = false;
    } finally {
      asking = false;
    }
  }

  setInterval(refresh, SECONDS * 1000);
  document.addEventListener("visibilitychange", refresh);
})();
