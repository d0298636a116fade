import { permissionCatalogue } from '../../../generated/permissions.ts';
import type { OperationDefinition, QueryParameterDefinition } from '../operationDefinition.ts';
import { type Html, html } from './html.ts';
import { curlExample } from './sample.ts';
import { bodyTitle, shapeFields } from './shape.ts';

const meanings: ReadonlyMap<string, string> = new Map(permissionCatalogue.map((entry) => [entry.code, entry.meaning]));

/** The method of an operation in its colour. */
export const methodLabel = (method: string): Html =>
  html`<span class="method ${method.toLowerCase()}">${method}</span>`;

/** What the search box looks through. */
export const searchText = (operation: OperationDefinition): string =>
  [operation.name, operation.method, operation.path, operation.summary, operation.operationId, operation.tag]
    .join(' ')
    .toLowerCase();

const permission = (code: string): Html => html`<code title="${meanings.get(code) ?? ''}">${code}</code>`;

const joined = (codes: readonly string[], word: string): Html =>
  html`${codes.map((code, index) => [index > 0 && ` ${word} `, permission(code)])}`;

const permissions = (operation: OperationDefinition): Html => html`<h3>Permissions</h3>
  <p class="small">${
    operation.permissions.length === 0
      ? 'Every authenticated caller.'
      : joined(operation.permissions, operation.permissionMode === 'all' ? 'and' : 'or')
  }${operation.conditionalPermissions.map(({ when, permissions: codes }) => html`<br>With <i>${when}</i>: ${joined(codes, 'or')}`)}</p>`;

const queryText = ({
  type,
  itemType,
  format,
  enum: values,
  default: fallback,
  required,
}: QueryParameterDefinition): Html => {
  const kind = type === 'array' ? `list of ${itemType ?? 'string'}` : (format ?? type);
  const standard = fallback === undefined ? '' : ` · ${String(fallback)} unless given`;
  return html`<span class="quiet">· ${kind}${required && ' · required'}${standard}</span>
    ${values && html`<div>One of ${values.map((value, index) => html`${index > 0 && ' '}<code>${value}</code>`)}</div>`}`;
};

const parameter = (name: string, place: string, text: Html): Html =>
  html`<div><dt>${name}</dt><dd>${place} ${text}</dd></div>`;

const parameters = (operation: OperationDefinition): Html | undefined => {
  const rows = [
    ...operation.pathParams.map((name) => parameter(name, 'path', html`<span class="quiet">· required</span>`)),
    ...Object.entries(operation.queryParams).map(([name, definition]) =>
      parameter(name, 'query', queryText(definition)),
    ),
    ...operation.headerParams.map((name) => parameter(name, 'header', html``)),
  ];
  return rows.length === 0 ? undefined : html`<h3>Parameters</h3><dl class="fields">${rows}</dl>`;
};

/** Shapes that a page has shown already, with the place to link to. A large shape is written out once a page. */
export type ShownShapes = Map<string, string>;

const body = (
  title: string,
  anchor: string,
  schema: string | null,
  isArray: boolean,
  mediaType: string | null,
  shown: ShownShapes,
): Html => {
  if (schema === null || mediaType === null) return html`<h3>${title}</h3><p class="small quiet">No body.</p>`;
  const earlier = shown.get(schema);
  shown.set(schema, earlier ?? anchor);
  const heading = html`<h3 id="${anchor}">${title}</h3><p class="small"><code>${mediaType}</code></p>`;
  if (earlier)
    return html`${heading}<p class="small">${bodyTitle(schema, isArray)}, <a href="#${earlier}">shown above</a></p>`;
  return html`${heading}<details class="shape"><summary>${bodyTitle(schema, isArray)}</summary>${shapeFields(schema)}</details>`;
};

/** Everything about one operation. */
export const operationArticle = (operation: OperationDefinition, implemented: boolean, shown: ShownShapes): Html => {
  const { name, requestSchema, requestIsArray, requestMediaType, responseSchema, responseIsArray, responseMediaType } =
    operation;
  return html`<article id="${name}" data-search="${searchText(operation)}">
  <h2><a href="#${name}">${name}</a></h2>
  <p class="path">${methodLabel(operation.method)} /api${operation.path}</p>
  <p>${operation.summary}</p>
  <span class="tag${implemented && ' done'}">${implemented ? 'implemented' : 'not yet: answers 501'}</span>
  ${operation.idempotent && html`<span class="tag">takes an Idempotency-Key</span>`}
  ${operation.paged && html`<span class="tag">answers pages</span>`}
  ${permissions(operation)}
  ${parameters(operation)}
  ${operation.requestKind !== null && body('Request', `${name}-request`, requestSchema, requestIsArray, requestMediaType, shown)}
  ${body(`Answer ${operation.successStatus}`, `${name}-answer`, responseSchema, responseIsArray, responseMediaType, shown)}
  <details class="shape"><summary>Example</summary><pre><code>${curlExample(operation)}</code></pre></details>
</article>`;
};
