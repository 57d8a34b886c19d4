/** The order in which a run takes its files: what mostly waits comes first, so that it waits beside what computes and no run ends with it alone. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** A recording at the speed at which it was made: almost three minutes of waiting. */
const WAITING = ['test/golden/asterisk-realtime.test.ts'];

export class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isWaiting = ({ moduleId }: TestSpecification) => WAITING.some((name) => moduleId.endsWith(name));
    return [...sorted.filter(isWaiting), ...sorted.filter((file) => !isWaiting(file))];
  }
}
