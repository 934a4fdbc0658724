using System.Reflection;
using RetailPulse.Client;

namespace RetailPulse.Tests.Unit.Client;

public sealed class RetailPulseClientOptionsTests
{
    /// <summary>Durations, with the least that each may be, in milliseconds.</summary>
    public static TheoryData<string, int> Durations =>
        new()
        {
            { nameof(RetailPulseClientOptions.LongestWait), 0 },
            { nameof(RetailPulseClientOptions.ReconnectFor), 0 },
            { nameof(RetailPulseClientOptions.CallTimeout), 1 },
            { nameof(RetailPulseClientOptions.LongestSilence), 1 },
        };

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Fewer_attempts_than_one_are_refused(int attempts) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetailPulseClientOptions { MaxAttempts = attempts });

    [Theory]
    [MemberData(nameof(Durations))]
    public void A_duration_below_its_range_is_refused_by_its_name(string name, int min)
    {
        Assert.Equal(name, Refuse(name, TimeSpan.FromMilliseconds(min) - TimeSpan.FromTicks(1)).ParamName);
        Assert.Equal(name, Refuse(name, TimeSpan.FromMilliseconds(-2)).ParamName);
    }

    [Fact]
    public void A_duration_that_may_have_no_end_can_be_set_so()
    {
        Assert.Equal(Timeout.InfiniteTimeSpan, Set(nameof(RetailPulseClientOptions.CallTimeout), Timeout.InfiniteTimeSpan));
        Assert.Equal(Timeout.InfiniteTimeSpan, Set(nameof(RetailPulseClientOptions.LongestSilence), Timeout.InfiniteTimeSpan));
        Assert.Equal(TimeSpan.MaxValue, Set(nameof(RetailPulseClientOptions.ReconnectFor), TimeSpan.MaxValue));
        Refuse(nameof(RetailPulseClientOptions.LongestWait), Timeout.InfiniteTimeSpan);
    }

    [Theory]
    [MemberData(nameof(Durations))]
    public void A_duration_that_no_timer_takes_is_refused(string name, int min)
    {
        if (name != nameof(RetailPulseClientOptions.ReconnectFor))
            Assert.Equal(name, Refuse(name, TimeSpan.FromDays(49) + TimeSpan.FromTicks(1)).ParamName);
        Assert.Equal(TimeSpan.FromDays(49), Set(name, TimeSpan.FromDays(49)));
        Assert.Equal(TimeSpan.FromMilliseconds(min), Set(name, TimeSpan.FromMilliseconds(min)));
    }

    [Fact]
    public void Every_duration_has_a_range() =>
        Assert.Equal(
            Durations.Select(row => row.Data.Item1).Order(StringComparer.Ordinal),
            typeof(RetailPulseClientOptions)
                .GetProperties()
                .Where(property => property.PropertyType == typeof(TimeSpan) || property.PropertyType == typeof(TimeSpan?))
                .Select(property => property.Name)
                .Order(StringComparer.Ordinal)
        );

    private static ArgumentOutOfRangeException Refuse(string name, TimeSpan value) =>
        Assert.IsType<ArgumentOutOfRangeException>(Assert.Throws<TargetInvocationException>(() => Set(name, value)).InnerException);

    private static object? Set(string name, TimeSpan value)
    {
        var options = new RetailPulseClientOptions();
        var property = typeof(RetailPulseClientOptions).GetProperty(name)!;
        property.SetValue(options, value);
        return property.GetValue(options);
    }
}
