/** What a parameter in the query string accepts. */
export type QueryParameterDefinition = {
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'array';
  /** Type of the elements of a list. */
  readonly itemType?: 'string' | 'integer' | 'number' | 'boolean';
  readonly format?: string;
  /** The closed list of values, of the elements where the parameter is a list. */
  readonly enum?: readonly string[];
  readonly default?: string | number | boolean;
  /** The largest page, where it is not the usual one. */
  readonly maximum?: number;
  readonly required: boolean;
};

/** Permissions that an operation asks for besides, in a situation that only the operation itself can recognise. */
export type ConditionalPermission = {
  readonly when: string;
  /** Any one of them is enough. */
  readonly permissions: readonly string[];
};

/** How a body travels. `file` is any stream of bytes: a document, a backup. */
export type BodyKind = 'json' | 'yaml' | 'multipart' | 'file';

/** One operation of the contract, flattened into what routing, validation, clients and documentation ask for. */
export type OperationDefinition = {
  readonly name: string;
  readonly section: string;
  readonly tag: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  /** Empty: every authenticated caller may use the operation. */
  readonly permissions: readonly string[];
  /** Whether one of the permissions is enough or all are needed. */
  readonly permissionMode: 'any' | 'all';
  readonly conditionalPermissions: readonly ConditionalPermission[];
  readonly pathParams: readonly string[];
  readonly queryParams: Readonly<Record<string, QueryParameterDefinition>>;
  readonly headerParams: readonly string[];
  /** Whether the operation takes an Idempotency-Key. */
  readonly idempotent: boolean;
  /** Whether the operation answers a page of a list. */
  readonly paged: boolean;
  readonly successStatus: number;
  readonly requestKind: BodyKind | null;
  readonly requestMediaType: string | null;
  readonly requestSchema: string | null;
  readonly requestIsArray: boolean;
  readonly requestRequired: boolean;
  readonly responseKind: BodyKind | null;
  readonly responseMediaType: string | null;
  readonly responseSchema: string | null;
  readonly responseIsArray: boolean;
};
