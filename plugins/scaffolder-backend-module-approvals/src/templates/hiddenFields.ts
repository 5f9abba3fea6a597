/** Names of the fields that a form hides and a task keeps in clear. */
export function passwordFields(form: unknown): string[] {
  return fieldsThat(form, isPassword);
}

/** Names of the fields into which a secret is typed, kept in clear or not. */
export function secretFields(form: unknown): string[] {
  return fieldsThat(form, node => isPassword(node) || isSecret(node));
}

/** Names of the fields that a form does not show when it asks whether all is right. */
export function unreviewedFields(form: unknown): string[] {
  return fieldsThat(form, node => {
    const { review } = (node['ui:backstage'] ?? {}) as {
      review?: { show?: boolean; mask?: string };
    };
    return review?.show === false || review?.mask !== undefined;
  });
}

type Node = Readonly<Record<string, unknown>>;

/** What an item, a choice or a value of a field is, the field is. */
function fieldsThat(form: unknown, isMeant: (node: Node) => boolean): string[] {
  const found = new Set<string>();
  const walk = (value: unknown, field: string | undefined): void => {
    if (typeof value !== 'object' || value === null) {
      return;
    }
    if (field !== undefined && isMeant(value as Node)) {
      found.add(field);
    }
    for (const [key, part] of Object.entries(value)) {
      if (key !== 'properties' || typeof part !== 'object') {
        walk(part, field);
      } else {
        Object.entries(part ?? {}).forEach(([name, node]) => walk(node, name));
      }
    }
  };
  walk(form, undefined);
  return [...found];
}

/** As the form decides it: by the widget, wherever that is said, or by the format. */
function isPassword(node: Node): boolean {
  const { widget } = (node['ui:options'] ?? {}) as Node;
  const hides = [node['ui:widget'] ?? widget, node.format];
  return hides.includes('password') && !isSecret(node);
}

/** The form keeps it among the secrets, and stars in its place. */
function isSecret(node: Node): boolean {
  return node['ui:field'] === 'Secret';
}
