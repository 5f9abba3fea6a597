import {
  ariaDescribedByIds,
  BaseInputTemplateProps,
  enumOptionsIndexForValue,
  enumOptionsValueForIndex,
  WidgetProps,
} from '@rjsf/utils';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Checkbox,
  CheckboxGroup,
  NumberField,
  Select,
  TextAreaField,
  TextField,
} from '@backstage/ui';
import { approvalsTranslationRef } from '../../translation';

/** Text, numbers, dates, links: every plain input. */
export const PlainInput = (props: BaseInputTemplateProps) => {
  const shared = useShared(props);
  const { schema, value, onChange, options } = props;
  if (schema.type === 'number' || schema.type === 'integer') {
    return (
      <NumberField
        {...shared}
        value={typeof value === 'number' ? value : NaN}
        minValue={schema.minimum}
        maxValue={schema.maximum}
        step={schema.multipleOf ?? (schema.type === 'integer' ? 1 : undefined)}
        onChange={next => onChange(Number.isNaN(next) ? undefined : next)}
      />
    );
  }
  return (
    <TextField
      {...shared}
      type={INPUT_TYPES[schema.format ?? ''] ?? 'text'}
      placeholder={props.placeholder}
      value={value ?? ''}
      onChange={next => onChange(next === '' ? options.emptyValue : next)}
    />
  );
};

const INPUT_TYPES: Record<string, 'text' | 'email' | 'url'> = {
  email: 'email',
  uri: 'url',
};

export const TextArea = (props: WidgetProps) => (
  <TextAreaField
    {...useShared(props)}
    placeholder={props.placeholder}
    value={props.value ?? ''}
    onChange={next =>
      props.onChange(next === '' ? props.options.emptyValue : next)
    }
  />
);

export const Choice = (props: WidgetProps) => {
  const shared = useShared(props);
  const { enumOptions = [] } = props.options;
  const chosen = enumOptionsIndexForValue(props.value, enumOptions);
  return (
    <Select
      {...shared}
      options={enumOptions.map((option, index) => ({
        id: String(index),
        label: option.label,
      }))}
      value={typeof chosen === 'string' ? chosen : null}
      onChange={key =>
        props.onChange(
          key === null
            ? undefined
            : enumOptionsValueForIndex(String(key), enumOptions),
        )
      }
    />
  );
};

export const Flag = (props: WidgetProps) => (
  <Checkbox
    id={props.id}
    isSelected={props.value === true}
    isDisabled={props.disabled || props.readonly}
    onChange={props.onChange}
    aria-describedby={ariaDescribedByIds(props.id)}
  >
    {props.label}
  </Checkbox>
);

export const Several = (props: WidgetProps) => {
  const { enumOptions = [] } = props.options;
  const chosen = enumOptionsIndexForValue(props.value, enumOptions, true);
  return (
    <CheckboxGroup
      label={props.label}
      isRequired={props.required}
      value={Array.isArray(chosen) ? chosen : []}
      onChange={indexes =>
        props.onChange(enumOptionsValueForIndex(indexes, enumOptions))
      }
    >
      {enumOptions.map((option, index) => (
        <Checkbox key={String(option.value)} value={String(index)}>
          {option.label}
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
};

/** What every field of ours takes from the form. An entry of a list is named by its place. */
function useShared(props: WidgetProps | BaseInputTemplateProps) {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const place = /_(\d+)$/.exec(props.id);
  const name =
    place && !props.schema.title
      ? { 'aria-label': t('ask.entry', { n: String(Number(place[1]) + 1) }) }
      : { label: props.label };
  return {
    ...name,
    id: props.id,
    description: props.schema.description,
    isRequired: props.required,
    isDisabled: props.disabled || props.readonly,
    isInvalid: !!props.rawErrors?.length,
    onBlur: () => props.onBlur(props.id, props.value),
    onFocus: () => props.onFocus(props.id, props.value),
  };
}
