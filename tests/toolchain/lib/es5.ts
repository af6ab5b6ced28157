/** Finds syntax that is newer than ES5 in a script. */
import * as ts from 'typescript';

const NEWER = new Set([
  ts.SyntaxKind.ArrowFunction,
  ts.SyntaxKind.ClassDeclaration,
  ts.SyntaxKind.ClassExpression,
  ts.SyntaxKind.SpreadElement,
  ts.SyntaxKind.TemplateExpression,
  ts.SyntaxKind.NoSubstitutionTemplateLiteral,
  ts.SyntaxKind.TaggedTemplateExpression,
  ts.SyntaxKind.YieldExpression,
  ts.SyntaxKind.AwaitExpression,
  ts.SyntaxKind.ForOfStatement,
  ts.SyntaxKind.ShorthandPropertyAssignment,
  ts.SyntaxKind.SpreadAssignment,
  ts.SyntaxKind.MethodDeclaration,
  ts.SyntaxKind.ComputedPropertyName,
  ts.SyntaxKind.ObjectBindingPattern,
  ts.SyntaxKind.ArrayBindingPattern,
  ts.SyntaxKind.ImportDeclaration,
  ts.SyntaxKind.ExportDeclaration,
  ts.SyntaxKind.QuestionDotToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.AsteriskAsteriskToken,
  ts.SyntaxKind.AsyncKeyword,
]);

/** The kinds of syntax in `code` that an ES5 parser does not know, sorted. Throws for what cannot be parsed. */
export function newerThanEs5(code: string): string[] {
  const file = ts.createSourceFile('code.js', code, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  const wrong = (file as unknown as { parseDiagnostics: ts.Diagnostic[] }).parseDiagnostics[0];
  if (wrong) throw new Error(ts.flattenDiagnosticMessageText(wrong.messageText, '\n'));
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (NEWER.has(node.kind)) found.add(ts.SyntaxKind[node.kind]);
    if (ts.isParameter(node) && (node.initializer || node.dotDotDotToken)) found.add('Parameter default or rest');
    if (ts.isVariableDeclarationList(node) && node.flags & ts.NodeFlags.BlockScoped) found.add('let or const');
    if (ts.isFunctionLike(node) && 'asteriskToken' in node && node.asteriskToken) found.add('Generator');
    node.forEachChild(visit);
  };
  visit(file);
  return [...found].sort();
}
