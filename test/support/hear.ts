/** What a browser is made to play, counted. */
import type { Page } from 'playwright-core';

/** Counts what the browser is made to play: the tones of an oscillator, whoever asks for them. */
export async function hear(page: Page): Promise<(level: 'warn' | 'critical') => Promise<number>> {
  await page.addInitScript(() => {
    const heard: number[] = [];
    Object.assign(window, { heard });
    // To the browser each look of a test at its page is a gesture, and it would play at once: here it waits for a hand, as it does for people.
    let isTouched = false;
    for (const event of ['pointerdown', 'keydown']) addEventListener(event, ({ isTrusted }) => (isTouched ||= isTrusted), true);
    const { resume } = AudioContext.prototype;
    AudioContext.prototype.resume = function () {
      return isTouched ? resume.call(this) : Promise.resolve();
    };
    class Waiting extends AudioContext {
      constructor() {
        super();
        if (!isTouched) void this.suspend();
      }
    }
    Object.assign(window, { AudioContext: Waiting });
    const start = AudioScheduledSourceNode.prototype.start;
    AudioScheduledSourceNode.prototype.start = function (when) {
      if (this instanceof OscillatorNode && this.context.state === 'running') heard.push(this.frequency.value);
      start.call(this, when);
    };
  });
  // Of each sound one tone is its own and comes once.
  const own = { warn: 523, critical: 740 } as const;
  return (level) => page.evaluate((hz) => (window as unknown as { heard: number[] }).heard.filter((tone) => tone === hz).length, own[level]);
}
