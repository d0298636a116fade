/** How the contract tells the definition of a custom field, as SQL over the alias of its table. */

export const keyText = (sql: string): string => `replace(${sql}::text, '-', '')`;

/** Rights are stored with the keys of roles, and told with their ids. */
const rights = (column: string): string =>
  `jsonb_build_object('allUsers', ${column} -> 'allUsers', 'roles',
     (SELECT coalesce(jsonb_agg(r.id ORDER BY r.id), '[]') FROM user_role r WHERE ${column} -> 'roles' ? ${keyText('r.encoded_key')}))`;

/** The one usage of a field that every record has names none. */
export const usageOfAll = (alias: string): string =>
  `jsonb_build_array(jsonb_build_object('required', ${alias}.is_required, 'default', ${alias}.is_default))`;

export const displaySettings = (alias: string): string =>
  `jsonb_strip_nulls(jsonb_build_object('displayName', ${alias}.display_name, 'description', ${alias}.description,
     'fieldSize', ${alias}.field_size, 'position', ${alias}.position))`;

export const valueValidation = (alias: string): string =>
  `jsonb_strip_nulls(jsonb_build_object('unique', ${alias}.is_unique, 'validationPattern', ${alias}.validation_pattern))`;

export const viewRights = (alias: string): string => rights(`${alias}.view_rights`);
export const editRights = (alias: string): string => rights(`${alias}.edit_rights`);
