/** How far a command is, on the terminal. */

const BAR = 30;

/**
 * A bar that moves on a terminal; elsewhere (a pipe, a log of cron) a line every tenth of the way.
 * @returns makes the text for a share of the whole, to be written to the standard error.
 */
export function progressLine(): (share: number, text: string) => string {
  if (process.stderr.isTTY) {
    return (share, text) => {
      const filled = Math.round(share * BAR);
      return `\r[${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}] ${Math.round(share * 100)}% ${text}\u001b[K`;
    };
  }
  let told = -1;
  return (share, text) => {
    const tenth = Math.floor(share * 10);
    if (tenth <= told) return '';
    told = tenth;
    return `${Math.round(share * 100)}% ${text}\n`;
  };
}

/** Takes the bar away again. */
export const clearLine = (): string => (process.stderr.isTTY ? '\r\u001b[K' : '');
