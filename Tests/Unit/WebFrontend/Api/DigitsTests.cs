using System.Text.RegularExpressions;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.Tests.Unit.WebFrontend.Api;

public sealed partial class DigitsTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("007", 7)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void Digits_are_read(string text, long number)
    {
        Assert.True(Digits.TryParse(text, out long read));
        Assert.Equal(number, read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1\0")]
    [InlineData("1\0\0")]
    [InlineData("\01")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1\n")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("1,000")]
    [InlineData("1.0")]
    [InlineData("1e3")]
    [InlineData("0x1")]
    [InlineData("１")]
    [InlineData("١")]
    [InlineData("9223372036854775808")]
    public void Nothing_else_is_read(string? text)
    {
        Assert.False(Digits.TryParse(text, out long number));
        Assert.False(Digits.TryParse(text, out int small));
        Assert.Equal((0L, 0), (number, small));
    }

    [Fact]
    public void An_integer_has_32_bits()
    {
        Assert.True(Digits.TryParse("2147483647", out int _));
        Assert.False(Digits.TryParse("2147483648", out int _));
    }

    /// <summary>The framework's parsers take NULs, signs or blanks, unless each call forbids them.</summary>
    [Fact]
    public void The_web_front_end_reads_numbers_in_one_place() =>
        Assert.Equal(
            ["Digits.cs"],
            Directory
                .EnumerateFiles(Path.Combine(DeployFiles.Root, "WebFrontend"), "*.cs", SearchOption.AllDirectories)
                .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                .Where(file => FrameworkParser().IsMatch(File.ReadAllText(file)))
                .Select(Path.GetFileName)
        );

    [GeneratedRegex(@"\b(int|uint|short|long|ulong|double|decimal|Int32|Int64|Utf8Parser)\.(Try)?Parse\(")]
    private static partial Regex FrameworkParser();
}
