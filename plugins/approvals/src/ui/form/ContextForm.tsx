import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { withTheme } from '@rjsf/core';
import type { RJSFSchema, UiSchema } from '@rjsf/utils';
import { customizeValidator } from '@rjsf/validator-ajv8';
import Ajv2020 from 'ajv/dist/2020';
import { ReactNode, useMemo } from 'react';
import { approvalsTranslationRef } from '../../translation';
import { faultInWords } from './faults';
import { ArrayFrame, FieldFrame, ObjectFrame } from './templates';
import { Choice, Flag, PlainInput, Several, TextArea } from './widgets';

const Form = withTheme({
  widgets: {
    TextareaWidget: TextArea,
    SelectWidget: Choice,
    RadioWidget: Choice,
    CheckboxWidget: Flag,
    CheckboxesWidget: Several,
  },
  templates: {
    BaseInputTemplate: PlainInput,
    FieldTemplate: FieldFrame,
    ObjectFieldTemplate: ObjectFrame,
    ArrayFieldTemplate: ArrayFrame,
  },
});

// The policies' schemas are of draft 2020-12.
const validator = customizeValidator({ AjvClass: Ajv2020 });

/** The facts of a request as the form collects them. */
export type Context = Record<string, unknown>;

/**
 * The form of a policy's `contextSchema`. A button of type submit with
 * `form={id}` sends it; `onSubmit` is called with what satisfies the schema.
 */
export const ContextForm = (props: {
  id: string;
  schema: Record<string, unknown>;
  value: Context;
  onChange: (value: Context) => void;
  onSubmit: () => void;
  onInvalid?: () => void;
  children?: ReactNode;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const schema = useMemo(
    () => ({ type: 'object', ...props.schema } as RJSFSchema),
    [props.schema],
  );
  return (
    <Form
      id={props.id}
      schema={schema}
      uiSchema={UI}
      validator={validator}
      formData={props.value}
      onChange={({ formData }) => props.onChange((formData ?? {}) as Context)}
      onSubmit={props.onSubmit}
      onError={props.onInvalid}
      transformErrors={errors => errors.map(error => faultInWords(error, t))}
      showErrorList={false}
      focusOnFirstError
      noHtml5Validate
    >
      <>{props.children}</>
    </Form>
  );
};

const UI: UiSchema = { 'ui:submitButtonOptions': { norender: true } };
