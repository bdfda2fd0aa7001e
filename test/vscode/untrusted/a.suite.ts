import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';

describe('host', () => {
  it('is a VS Code', () => {
    assert.match(vscode.version, /^1\./);
    console.log(
      vscode.version,
      process.version,
      process.execPath,
      vscode.workspace.isTrusted,
      process.env.FAILBACK_HOME,
    );
  });
});
