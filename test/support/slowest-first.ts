import { BaseSequencer } from "vitest/node";
import type { TestSpecification } from "vitest/node";

/** The tests of several programs at once, which take minutes. */
const areSlow = /\/test\/(torture|bench|integration|wire)\//;

/**
 * Begins with what takes longest, so that in the end no worker is left without a file while another still has minutes to go.
 * Vitest knows how long a file took the last time; a clean clone has no last time.
 */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [
      ...sorted.filter(({ moduleId }) => areSlow.test(moduleId)),
      ...sorted.filter(({ moduleId }) => !areSlow.test(moduleId)),
    ];
  }
}
