/** The editor's own colours, so that the page is of its theme, high contrast included. */
export const reviewStyle = `
body { color: var(--vscode-editor-foreground); background: var(--vscode-editor-background);
  font: var(--vscode-font-size, 13px)/1.5 var(--vscode-font-family, sans-serif); margin: 0; padding: 1.2rem 1.6rem 3rem; }
main { max-width: 62rem; }
h1 { font-size: 1.5em; font-weight: 600; margin: 0 0 .2em; }
h2 { font-size: 1.05em; font-weight: 600; margin: 1.8em 0 .5em; }
h2 small, .soft { color: var(--vscode-descriptionForeground); font-size: 1em; font-weight: 400; }
h2 small::before { content: "· "; }
p { margin: .2em 0; overflow-wrap: anywhere; }
.lead { font-size: 1.1em; padding: .35em .8em; margin: .6em 0; border-left: 4px solid var(--tone); white-space: pre-line; }
.grave { --tone: var(--vscode-editorError-foreground); }
.serious { --tone: var(--vscode-editorWarning-foreground); }
.notable { --tone: var(--vscode-editorInfo-foreground); }
.slight { --tone: var(--vscode-descriptionForeground); }
ul { list-style: none; margin: 0; padding: 0; }
li { border: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, transparent)); border-left: 3px solid var(--tone);
  background: var(--vscode-textBlockQuote-background); padding: .45em .9em; margin: 0 0 .5em; }
.says { font-weight: 500; }
.where { font-family: var(--vscode-editor-font-family, monospace); font-size: .92em; }
a { color: var(--vscode-textLink-foreground); }
a:hover { color: var(--vscode-textLink-activeForeground); }
a:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px; }
table { border-collapse: collapse; }
th, td { padding: .2em 1.1em .2em 0; text-align: right; font-variant-numeric: tabular-nums; font-weight: 400; }
th[scope="row"] { text-align: left; }
thead th { color: var(--vscode-descriptionForeground); }
tbody tr { border-top: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent)); }
code { font-family: var(--vscode-editor-font-family, monospace); }
`;
