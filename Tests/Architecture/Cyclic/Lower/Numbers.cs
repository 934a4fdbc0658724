using RetailPulse.Tests.Architecture.Cyclic.Upper;

namespace RetailPulse.Tests.Architecture.Cyclic.Lower;

/// <summary>Uses the other namespace only in a body, through an extension method.</summary>
internal static class Numbers
{
    public static int Double(int number) => number + number;

    public static string Describe(int number) => number.SpellDouble();
}
