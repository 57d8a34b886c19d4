/** Tests that start the server or a command start the bundle, as an operator does: it is there in a third of the time that the sources take. */
import { build } from './build.ts';

export default function setup(): void {
  build('server');
}
