/** What a stage of tests/run.ts owes. */
import type { Totals } from './targets';

/** A stage that ran nothing and skipped nothing has failed, unless a filter picked nothing of it. */
export function checkStage(name: string, stage: Totals, filter: string | undefined): void {
  if (filter !== undefined || stage.passed + stage.failed + stage.skipped > 0) return;
  stage.failed = 1;
  stage.failures.push(`${name}: nothing ran`);
}
