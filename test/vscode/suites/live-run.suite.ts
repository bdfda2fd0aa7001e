import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { ARM_SCOPE, microsoftCredential } from '../../../extension/infrastructure/microsoft-account.ts';
import { writeInventory } from '../support/aged-inventory.ts';
import { answerBoxes } from '../support/answers.ts';
import { FakeMicrosoft } from '../support/fake-microsoft.ts';
import { openVariant } from '../support/runbooks.ts';

/** Where a child process finds nobody: a test never sends anything to Azure, not even a token that nobody signed. */
const NOBODY = 'http://127.0.0.1:9';

describe('a live run', function () {
  this.timeout(120_000);
  const microsoft = new FakeMicrosoft();
  const tenant = 'contoso.example';
  const scopes = [ARM_SCOPE, `VSCODE_TENANT:${tenant}`];
  let registration: vscode.Disposable;

  before(() => {
    registration = vscode.authentication.registerAuthenticationProvider('microsoft', 'Microsoft', microsoft);
  });
  after(() => registration.dispose());

  it('is refused in one sentence while prerequisites are unknown, before anybody signs in', async () => {
    await writeInventory('old.inventory.json', 3 * 86_400);
    const document = await openVariant('stale.failback', (text) =>
      text.replace('contoso-erp.inventory.json', 'old.inventory.json'),
    );
    const boxes = answerBoxes({});
    try {
      const refusal = await vscode.commands.executeCommand<string>('failback.runPlan', document.uri);
      assert.match(
        refusal,
        /^'stale' is not run on Azure: \d+ reasons? against it\. A live run wants every prerequisite to hold, by a captured fact or a named person’s word\. .*\bFB\d{3}\b/,
      );
      assert.deepEqual(boxes.asked, [
        { method: 'showErrorMessage', text: refusal, items: ['Show Plan', 'Rehearse Instead'] },
      ]);
      assert.deepEqual(microsoft.looks, []);
    } finally {
      boxes.restore();
    }
  });

  it('says plainly that nobody is signed in', async () => {
    // A dialog asks the person first, and a host that runs tests answers every dialog with no.
    await assert.rejects(microsoftCredential(tenant).getToken(ARM_SCOPE), {
      name: 'FailbackError',
      code: 'not-signed-in',
      message: 'Failback is not signed in to Azure, so it can see neither the vault nor its machines.',
    });
    assert.deepEqual(microsoft.looks.at(-1), scopes);
  });

  it('uses the account that the person signed in with, for the tenant of the settings', async () => {
    await signInThroughAccountsMenu(scopes);
    const { token, expiresOnTimestamp } = await microsoftCredential(tenant).getToken(ARM_SCOPE);
    assert.deepEqual(microsoft.signIns, [scopes]);
    assert.match(token, /\.unsigned$/);
    assert.equal(expiresOnTimestamp, 2_000_000_000_000);
  });

  it('looks at the vault with that account, and starts nothing when the vault cannot be seen', async () => {
    await writeInventory('fresh.inventory.json', 60);
    const document = await openVariant('ready.failback', (text) =>
      text.replace('contoso-erp.inventory.json', 'fresh.inventory.json'),
    );
    await vscode.workspace.getConfiguration('failback').update('tenant', tenant, vscode.ConfigurationTarget.Global);
    const boxes = answerBoxes({});
    process.env.HTTPS_PROXY = NOBODY;
    try {
      const looks = microsoft.looks.length;
      assert.equal(await vscode.commands.executeCommand('failback.runPlan', document.uri), undefined);
      assert.deepEqual(microsoft.looks.at(-1), scopes);
      assert.ok(microsoft.looks.length > looks);
      const [told, ...more] = boxes.asked;
      assert.deepEqual(more, []);
      assert.equal(told?.method, 'showErrorMessage');
      assert.match(told?.text ?? '', /Azure could not be reached for the fabrics of vault 'dr-weu'/);
      assert.doesNotMatch(told?.text ?? '', /unsigned|\bat .*:\d+:\d+/, 'neither the token nor a stack trace is shown');
      assert.deepEqual(await liveRuns(), []);
    } finally {
      delete process.env.HTTPS_PROXY;
      await vscode.workspace
        .getConfiguration('failback')
        .update('tenant', undefined, vscode.ConfigurationTarget.Global);
      boxes.restore();
    }
  });
});

/** What a person does who clicks “Sign in to use Failback” in the accounts menu: it needs no dialog, and grants access. */
async function signInThroughAccountsMenu(scopes: readonly string[]): Promise<void> {
  const session = await vscode.authentication.getSession('microsoft', scopes);
  assert.equal(session, undefined);
  await vscode.commands.executeCommand('microsoft:failback.failback:signIn0');
}

async function liveRuns(): Promise<readonly string[]> {
  const runs = await readdir(join(process.env.FAILBACK_HOME ?? '', 'runs')).catch(() => []);
  return runs.filter((run) => run.endsWith('-ready'));
}
