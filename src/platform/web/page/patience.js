// Waiting between one try and the next.

/** A pause that doubles from try to try up to `longest`, and differs a little from tab to tab. */
export function backoff(attempt, longest) {
  return Math.min(400 * 2 ** attempt, longest) * (0.75 + Math.random() / 2);
}

/** Resolves after so many milliseconds. */
export const pause = (ms) => new Promise((done) => setTimeout(done, ms));
