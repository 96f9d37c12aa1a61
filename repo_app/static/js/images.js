// An image of a page that nobody had a hand free to make is asked for again after a moment.
const TRIES = 12;
const PAUSE = 2; // seconds, where the answer names no number
const LONGEST = 30;

for (const image of document.querySelectorAll("img[data-again]")) {
  let left = TRIES;
  let asking = false;
  const ask = async () => {
    if (asking) return;
    asking = true;
    for (let wait = PAUSE; left > 0; ) {
      left -= 1;
      await new Promise((done) => setTimeout(done, wait * 1000));
      const answer = await fetch(image.currentSrc || image.src).catch(() => null);
      if (answer && answer.status !== 503) {
        if (answer.ok) image.src = image.src; // the same address again: now the browser has it
        break;
      }
      wait = Math.min(Number(answer?.headers.get("Retry-After")) || PAUSE, LONGEST);
    }
    asking = false;
  };
  image.addEventListener("error", ask);
  if (image.complete && !image.naturalWidth) ask();
}
