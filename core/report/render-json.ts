import type { RunView } from '../run/view.ts';
import { type CountedRequests, makeReport } from './report.ts';

/** The report as JSON, for other programs; its shape carries a version. */
export function renderJsonReport(view: RunView, requests?: CountedRequests): string {
  return `${JSON.stringify(makeReport(view, requests), undefined, 2)}\n`;
}
