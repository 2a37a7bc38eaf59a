// Whether somebody may see an element: its window is shown, and it is in it.

// A page that is looked at again soon loses nothing.
const UNSEEN_MS = 20_000;

/** Tells when nobody sees it any more, which counts after a while, and when somebody does again. Answers how to stop. */
export function watchSeen(element: Element, tell: (isSeen: boolean) => void): () => void {
  let [isIn, isTold] = [true, true];
  let going: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    clearTimeout(going);
    const isSeen = isIn && !document.hidden;
    if (isSeen !== isTold) going = setTimeout(() => tell((isTold = isSeen)), isSeen ? 0 : UNSEEN_MS);
  };
  const observer = new IntersectionObserver((seen) => {
    isIn = seen.at(-1)?.isIntersecting ?? isIn;
    look();
  });
  observer.observe(element);
  document.addEventListener('visibilitychange', look);
  look();
  return () => {
    clearTimeout(going);
    observer.disconnect();
    document.removeEventListener('visibilitychange', look);
  };
}
