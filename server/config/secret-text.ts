/** Values that hold secrets, as they may be shown; and what goes wrong when a secret is written into a URL as it is. */

const ESCAPES = { '#': '%23', '/': '%2F', '?': '%3F' } as const;

const ESCAPE_HINT = 'in a user or secret write # as %23, / as %2F, ? as %3F, @ as %40, : as %3A, % as %25, a blank as %20';

/** A value as it may be shown: user and secret of a URL, and parameters that hold one, are masked; up to the last @, since a secret may hold one. */
export function masked(text: string): string {
  return text
    .replaceAll(/\S+/g, (part) => {
      const start = part.indexOf('://') + 3;
      const end = part.lastIndexOf('@');
      if (start < 3) return '***';
      if (end >= start) return `${part.slice(0, start)}***${part.slice(end)}`;
      // Without a host after it, what stands there may be the secret.
      return part.slice(start).includes(':') && !/^[\w.-]+:\d{1,5}(?![^/?#])/.test(part.slice(start)) ? `${part.slice(0, start)}***` : part;
    })
    .replaceAll(/((?:secret|token|password)=)[^\s&]*/gi, '$1***');
}

/**
 * What in the user or secret of a URL cuts it short, and how to write it; undefined where nothing does. Such a URL may well be one, with
 * another host than was meant: `asterisk://user:1/2@pbx` is the host `user` at port 1.
 */
export function escapeProblem(text: string): string | undefined {
  if (!text.includes('@')) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isWhole = url !== undefined && url.username !== '' && url.hash === '' && !url.pathname.includes('@');
  if (isWhole && ![...url.searchParams.keys()].some((name) => name.includes('@'))) return undefined;
  const sign = /[#/?]/.exec(text.slice(text.indexOf('://') + 3, text.lastIndexOf('@')))?.[0];
  if (sign === undefined || !(sign in ESCAPES)) return undefined;
  const escaped = ESCAPES[sign as keyof typeof ESCAPES];
  return `a ${sign} in the user or secret ends it there: write it as ${escaped}, as in user:my${escaped}secret@host (${ESCAPE_HINT})`;
}
