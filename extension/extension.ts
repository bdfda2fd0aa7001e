import * as vscode from 'vscode';
import { answerGates } from './features/answer-gates.ts';
import { approvePlan } from './features/approve-plan/approve-plan.ts';
import { captureInventory } from './features/capture/capture-inventory.ts';
import { forgetPasswords } from './features/capture/forget-passwords.ts';
import { PasswordStore } from './features/capture/password-store.ts';
import { checkRunbook } from './features/check-runbook.ts';
import { compareWithRevision } from './features/compare/compare-with-revision.ts';
import { keepContextKeys } from './features/context-keys.ts';
import { notifyOfFailures } from './features/failure-notifications.ts';
import { notifyOfGates } from './features/gate-notifications.ts';
import { handOver } from './features/look-after/hand-over.ts';
import { keepEvidence } from './features/look-after/keep-evidence.ts';
import { replanRun } from './features/look-after/replan-run.ts';
import { newRunbook } from './features/new-runbook.ts';
import { newRunbookFromInventory } from './features/new-runbook-from-inventory.ts';
import { showOnlyChanged } from './features/only-changed/only-changed.ts';
import { rehearse } from './features/rehearse.ts';
import { openReport } from './features/report/open-report.ts';
import { markLines } from './features/review-marks/review-marks.ts';
import { runLive } from './features/run-live.ts';
import { showRunProgress } from './features/run-progress.ts';
import { refreshRuns, showRunsView } from './features/runs-view/runs-view.ts';
import { settleStep } from './features/settle-step.ts';
import { showLog } from './features/show-log.ts';
import { showPlan } from './features/show-plan.ts';
import { showStatusBar } from './features/status-bar.ts';
import { steerRuns } from './features/steer-runs.ts';
import { stopSubject } from './features/stop-subject/stop-subject.ts';
import { takeOver } from './features/take-over.ts';
import { openExample } from './features/walkthrough/open-example.ts';
import { openWalkthrough } from './features/walkthrough/open-walkthrough.ts';
import { tellWhatIsThere } from './features/walkthrough/what-is-there.ts';
import { ChangedLines } from './infrastructure/changed-lines.ts';
import { CommandLine } from './infrastructure/command-line.ts';
import { LanguageServer } from './infrastructure/language-server.ts';
import { startInNode } from './infrastructure/node-language-client.ts';
import { Problems } from './infrastructure/problems.ts';
import { RunsWatch } from './infrastructure/runs-watch.ts';
import { RunStarter } from './infrastructure/start-run.ts';

/** Called by the editor when a runbook is opened, a command is given or the Runs view is shown. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Failback', { log: true });
  const problems = new Problems();
  const language = new LanguageServer(startInNode(context.extensionPath), log, problems);
  const commandLine = new CommandLine(context.extensionPath);
  const changed = new ChangedLines(commandLine, log);
  const watch = new RunsWatch(log);
  const starter = new RunStarter(commandLine, watch);
  const passwords = new PasswordStore(context.secrets, context.globalState);

  context.subscriptions.push(
    log,
    language,
    watch,
    starter,
    changed,

    language.startWithFirstRunbook(),
    checkRunbook(language, log),
    showPlan(language, log),
    openWalkthrough(log),
    openExample(context, log),
    tellWhatIsThere(),
    newRunbook(log),
    newRunbookFromInventory(commandLine, log),
    captureInventory({ commandLine, passwords, log }),
    forgetPasswords(passwords, log),

    compareWithRevision(commandLine, log),
    markLines({ language, changed, extensionPath: context.extensionPath, log }),
    showOnlyChanged(problems, changed, log),
    approvePlan(commandLine, log),

    rehearse(starter, log),
    runLive({ language, commandLine, starter, log, scratch: context.globalStorageUri }),
    answerGates(watch, commandLine, log),
    settleStep(watch, log),
    steerRuns(watch, commandLine, log),
    takeOver(watch, commandLine, log),
    stopSubject(watch, log),
    replanRun(watch, commandLine, log),
    handOver(watch, commandLine, log),
    keepEvidence(watch, commandLine, log),

    showRunsView(watch),
    refreshRuns(watch, log),
    showStatusBar(watch),
    showRunProgress(starter, watch),
    notifyOfGates(watch),
    notifyOfFailures(watch),
    openReport(watch, log),
    keepContextKeys(watch),
    showLog(log),
  );
  void watch.start();
}
