using System.Globalization;
using RetailPulse.Tests.Architecture.Cyclic.Lower;

namespace RetailPulse.Tests.Architecture.Cyclic.Upper;

internal static class Spelling
{
    public static string SpellDouble(this int number) => Numbers.Double(number).ToString(CultureInfo.InvariantCulture);
}
