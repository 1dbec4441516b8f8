import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Model, Price } from '@litemaas/backstage-plugin-litemaas-common';
import { useFormats } from '@litemaas/backstage-plugin-litemaas-react';
import { litemaasTranslationRef } from '../translation';

/** What is said of a model in the same words on cards, tables, pages and entity cards. */
export function useModelWords() {
  const { t } = useTranslationRef(litemaasTranslationRef);
  const formats = useFormats();
  return {
    price: (price: Price): string => priceWords(price),
    context: (model: Model): string | undefined =>
      model.contextWindow === null
        ? undefined
        : t('models.context', { tokens: formats.compact(model.contextWindow) }),
    denial: ({ decidedBy, decidedAt, reason }: Model['access']): string => {
      if (!decidedBy || !decidedAt) {
        return t('access.deniedNobody');
      }
      const who = { name: decidedBy.title, day: formats.day(decidedAt) };
      return reason
        ? t('access.deniedBy', { ...who, reason })
        : t('access.deniedByPlain', who);
    },
  };

  function priceWords(price: Price): string {
    if (price.state !== 'known') {
      return t(`models.price.${price.state}`);
    }
    if (price.unit && price.perUnitNanos) {
      // A character costs less than any price can show.
      const nanos =
        price.unit === 'character'
          ? String(BigInt(price.perUnitNanos) * 1_000_000n)
          : price.perUnitNanos;
      return t(`models.price.${price.unit}`, { price: formats.price(nanos) });
    }
    const input = formats.price(price.inputNanos ?? '0');
    return price.outputNanos && price.outputNanos !== '0'
      ? t('models.price.inOut', {
          input,
          output: formats.price(price.outputNanos),
        })
      : t('models.price.in', { input });
  }
}
