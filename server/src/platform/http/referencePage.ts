import { operations } from '../../generated/operations.ts';
import { sectionDocument, sectionNames } from './contractDocuments.ts';
import type { OperationDefinition } from './operationDefinition.ts';
import { guide } from './reference/guide.ts';
import { type Html, html } from './reference/html.ts';
import { methodLabel, operationArticle, searchText } from './reference/operation.ts';
import { scriptElement, styleElement } from './reference/style.ts';

export { referenceContentSecurityPolicy } from './reference/style.ts';

const groupOrder = ['Customers', 'Deposits', 'Loans', 'Accounting', 'Organization', 'Operations', 'Configuration'];

const definitions: readonly OperationDefinition[] = Object.values(operations);
const operationsIn = (section: string): readonly OperationDefinition[] =>
  definitions.filter((operation) => operation.section === section);

const page = (title: string, content: Html, script: Html = scriptElement): string =>
  html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<link rel="icon" href="/favicon.ico" type="image/svg+xml">${styleElement}</head>
<body>${content}${script}</body>
</html>
`.text;

const searchBox = (label: string): Html => html`<p><label for="search" class="small quiet">${label}</label>
<input type="search" id="search" autocomplete="off" spellcheck="false" placeholder="deposit, schedule, /loans …"></p>
<p id="none" class="quiet" hidden>Nothing matches. Fewer words find more.</p>`;

const bar = (list: readonly OperationDefinition[], implemented: ReadonlySet<string>): Html => {
  const done = list.filter((operation) => implemented.has(operation.name)).length;
  return html`<span class="count"><progress value="${done}" max="${list.length}" aria-label="implemented"></progress> ${done} / ${list.length}</span>`;
};

const operationLine = (
  operation: OperationDefinition,
): Html => html`<li data-search="${searchText(operation)}">${methodLabel(operation.method)}
<a href="/docs/${operation.section}#${operation.name}">${operation.name}</a> <span class="quiet">${operation.summary}</span></li>`;

const sectionEntry = (section: string, implemented: ReadonlySet<string>): Html => {
  const { title, description } = sectionDocument(section).info;
  const list = operationsIn(section);
  return html`<details class="section" data-group><summary><span class="name">${title}</span><span class="what">${description}</span>${bar(list, implemented)}</summary>
<ul class="operations"><li><a href="/docs/${section}">Open this section</a></li>${list.map(operationLine)}</ul></details>`;
};

const groupEntry = (group: string, implemented: ReadonlySet<string>): Html => {
  const members = sectionNames().filter((section) => sectionDocument(section).info['x-group'] === group);
  return html`<section data-group><h2>${group}</h2>${members.map((section) => sectionEntry(section, implemented))}</section>`;
};

/** The page at /docs: what Florin is, how to call it, and all operations to search in. */
export const referenceStartPage = (implemented: ReadonlySet<string>): string => {
  const groups = new Set(sectionNames().map((section) => sectionDocument(section).info['x-group']));
  const ordered = [
    ...groupOrder.filter((group) => groups.has(group)),
    ...[...groups].filter((group) => !groupOrder.includes(group)),
  ];
  return page(
    'Florin API',
    html`<nav class="top"><a href="#operations">Find an operation</a><a href="/api/swagger/resources">Swagger 2.0 documents</a></nav>
<main><h1>Florin API</h1>
<p class="lead">Clients, deposits, loans and a general ledger behind one HTTP contract.</p>
<p>${bar(definitions, implemented)} <span class="small quiet">operations are implemented; the others are described here and answer 501.</span></p>
${guide}
<h2 id="operations">Operations</h2>
${searchBox('Find an operation by name, path or purpose. The key / comes back here.')}
${ordered.map((group) => groupEntry(group, implemented))}</main>`,
  );
};

/** The page of one section at /docs/<section>, or undefined when there is no such section. */
export const referenceSectionPage = (section: string, implemented: ReadonlySet<string>): string | undefined => {
  if (!sectionNames().includes(section)) return undefined;
  const { title, description, 'x-swaggerName': file } = sectionDocument(section).info;
  const list = operationsIn(section);
  const shown = new Map<string, string>();
  const articles = list.map((operation) => operationArticle(operation, implemented.has(operation.name), shown));
  return page(
    `${title} · Florin API`,
    html`<nav class="top"><a href="/docs">All sections</a><a href="/docs/${section}/openapi.json">OpenAPI 3.1</a><a href="/api/swagger/json/${file}_v2_swagger.json">Swagger 2.0</a></nav>
<main><h1>${title}</h1>
<p class="lead">${description}</p>
<p>${bar(list, implemented)} <span class="small quiet">implemented</span></p>
<ul class="operations" data-group>${list.map(operationLine)}</ul>
${searchBox('Show only what matches.')}
${articles}</main>`,
  );
};

/** What a reader sees whose address names no section. */
export const referenceMissingPage = (): string =>
  page(
    'Not found · Florin API',
    html`<nav class="top"><a href="/docs">All sections</a></nav>
<main><h1>This section does not exist</h1>
<p class="lead">It may have another name. <a href="/docs">All sections</a> are on the first page, with a box to search in them.</p></main>`,
    html``,
  );
