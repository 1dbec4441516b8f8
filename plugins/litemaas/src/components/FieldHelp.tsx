import {
  FormHelperText,
  HelperText,
  HelperTextItem,
} from '@patternfly/react-core';

/** Under a field: what would be right when it is wrong, else a hint. */
export function FieldHelp(props: {
  id?: string;
  error?: string;
  help?: string;
}) {
  const { id, error, help } = props;
  if (!error && !help) {
    return null;
  }
  return (
    <FormHelperText>
      <HelperText id={id} isLiveRegion={Boolean(error)}>
        <HelperTextItem variant={error ? 'error' : 'default'}>
          {error ?? help}
        </HelperTextItem>
      </HelperText>
    </FormHelperText>
  );
}
