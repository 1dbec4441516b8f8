import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Key } from '@litemaas/backstage-plugin-litemaas-common';
import { useCopy, useMe } from '@litemaas/backstage-plugin-litemaas-react';
import { CodeSnippet } from '../../access/CodeSnippet';
import { snippet } from '../../snippets/snippets';
import { litemaasTranslationRef } from '../../translation';

/** A first call for a key whose value nobody has any more: it is taken from `OPENAI_API_KEY`. */
export function KeySnippet(props: { model: Key['models'][number] }) {
  const { t } = useTranslationRef(litemaasTranslationRef);
  const me = useMe().data;
  const { copied, copy } = useCopy();
  if (!me) {
    return null;
  }
  const text = snippet('curl', {
    publicUrl: me.gateway.publicUrl,
    model: props.model,
  });
  return (
    <>
      <CodeSnippet
        text={text}
        copyLabel={t(
          copied ? 'access.reveal.copied' : 'access.reveal.copySnippet',
        )}
        onCopy={() => copy(text)}
      />
      <small>{t('keys.detail.setKey')}</small>
    </>
  );
}
