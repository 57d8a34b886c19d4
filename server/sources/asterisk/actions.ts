/**
 * The only actions this source ever sends. None of them changes anything on the PBX; a user without any write right could still do harm
 * with others (QueueReset, QueueReload, QueueWithdrawCaller need none), so the list is closed here and not by the user's rights.
 */
export type Action =
  | { readonly action: 'Challenge'; readonly fields: { readonly AuthType: 'MD5' } }
  | { readonly action: 'Login'; readonly fields: Login }
  | { readonly action: 'Ping' | 'QueueStatus' | 'CoreShowChannels' | 'Logoff'; readonly fields?: undefined };

type Login =
  | { readonly AuthType: 'MD5'; readonly Username: string; readonly Key: string; readonly Events: 'on' }
  | { readonly Username: string; readonly Secret: string; readonly Events: 'on' };

const ALLOWED: ReadonlySet<string> = new Set(['Challenge', 'Login', 'Ping', 'QueueStatus', 'CoreShowChannels', 'Logoff']);

/** The bytes of an action. A line break in a value would begin another header, or another action: such a value is a programmer's error. */
export function actionText({ action, fields }: Action, actionId: string): string {
  if (!ALLOWED.has(action)) throw new Error(`not an action of this source: ${action}`);
  const headers = Object.entries({ Action: action, ActionID: actionId, ...fields });
  for (const [name, value] of headers) {
    if (/[\r\n]/.test(value)) throw new Error(`a line break in ${name}`);
  }
  return `${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
}
