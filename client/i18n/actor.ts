/** Who did something, as people read it. */
import { dictionary } from './locale.ts';

/** What the server keeps as the name of whoever sits at it and gave none. */
const THIS_MACHINE = 'this machine';

/** Who did something, as the server keeps it: a name or an address as it stands, the server's own machine in words. */
export function actorName(by: string): string {
  return by === THIS_MACHINE ? dictionary().thisMachine : by;
}
