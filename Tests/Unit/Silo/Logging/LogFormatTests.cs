using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Time.Testing;
using RetailPulse.Silo.Logging;

namespace RetailPulse.Tests.Unit.Silo.Logging;

public sealed class LogFormatTests
{
    private static readonly FakeTimeProvider Clock = new(
        DateTimeOffset.Parse("2026-05-04T09:30:00.1234Z", System.Globalization.CultureInfo.InvariantCulture)
    );

    [Fact]
    public void A_line_has_time_level_category_and_message() =>
        Assert.Equal(
            "2026-05-04T09:30:00.123Z info RetailPulse.Test: Job 7 accepted\n",
            Written(new TextFormatter(new EntryFilter(Clock), Clock), "Job 7 accepted")
        );

    [Theory]
    [InlineData("a\nb", @"a\nb")]
    [InlineData("a\r\nb\tc", @"a\r\nb\tc")]
    [InlineData("\u001b[31mred", @"\u001b[31mred")]
    [InlineData("a\u2028b\u0085c", @"a\u2028b\u0085c")]
    [InlineData("\u202etxt.exe", @"\u202etxt.exe")]
    [InlineData("Grüße 😀", "Grüße 😀")]
    public void An_entry_is_always_one_line(string text, string written) =>
        Assert.EndsWith($"RetailPulse.Test: {written}\n", Written(new TextFormatter(new EntryFilter(Clock), Clock), text));

    /// <summary>Not a theory, because its data is stored as UTF-8.</summary>
    [Fact]
    public void Half_a_character_is_escaped() =>
        Assert.EndsWith($"{@": \ud800"}\n", Written(new TextFormatter(new EntryFilter(Clock), Clock), "\ud800"));

    [Fact]
    public void An_exception_with_its_stack_is_on_the_same_line()
    {
        var line = Written(new TextFormatter(new EntryFilter(Clock), Clock), "Failed", Thrown());
        Assert.Equal(1, line.Count(character => character == '\n'));
        Assert.Contains(@"Failed | System.InvalidOperationException: first\nsecond\n   at ", line);
    }

    [Fact]
    public void The_JSON_form_is_one_object_per_line()
    {
        var line = Written(
            new JsonFormatter(new EntryFilter(Clock), Clock),
            "two\nlines",
            Thrown(),
            ("JobId", 7L),
            ("Url", "http://a.example/1?sig=abc"),
            ("{OriginalFormat}", "two")
        );
        Assert.Equal(1, line.Count(character => character == '\n'));
        var json = JsonSerializer.Deserialize<JsonElement>(line);
        Assert.Equal(
            ["time", "level", "category", "event", "message", "exception", "values"],
            json.EnumerateObject().Select(member => member.Name)
        );
        Assert.Equal(
            ("2026-05-04T09:30:00.123Z", "info", "two\nlines"),
            (json.GetProperty("time").GetString(), json.GetProperty("level").GetString(), json.GetProperty("message").GetString())
        );
        Assert.Equal("JobAccepted", json.GetProperty("event").GetString());
        Assert.Equal(7, json.GetProperty("values").GetProperty("JobId").GetInt64());
        Assert.Equal("http://a.example/1?[redacted]", json.GetProperty("values").GetProperty("Url").GetString());
        Assert.False(json.GetProperty("values").TryGetProperty("{OriginalFormat}", out _));
    }

    [Fact]
    public void An_entry_names_its_request_and_its_trace()
    {
        const string request = "2f1c8a52-6f0b-4f0e-9d7a-5c1f3b8e7a10";
        const string trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        using var activity = new Activity("request").SetParentId($"00-{trace}-00f067aa0ba902b7-01").Start();
        RequestContext.Set(LoggedRequest.Key, request);
        Assert.EndsWith(
            $"Failed (request {request}, trace {trace})\n",
            Written(new TextFormatter(new EntryFilter(Clock), Clock), "Failed")
        );
        var json = JsonSerializer.Deserialize<JsonElement>(Written(new JsonFormatter(new EntryFilter(Clock), Clock), "Failed"));
        Assert.Equal((request, trace), (json.GetProperty("request_id").GetString(), json.GetProperty("trace_id").GetString()));
    }

    private static string Written(ConsoleFormatter formatter, string message, Exception? exception = null, params (string, object?)[] state)
    {
        using var writer = new StringWriter();
        IReadOnlyList<KeyValuePair<string, object?>> values = [.. state.Select(value => KeyValuePair.Create(value.Item1, value.Item2))];
        formatter.Write(
            new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(
                LogLevel.Information,
                "RetailPulse.Test",
                new EventId(7, "JobAccepted"),
                values,
                exception,
                (_, _) => message
            ),
            null,
            writer
        );
        return writer.ToString();
    }

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("first\nsecond");
        }
        catch (InvalidOperationException exception)
        {
            return exception;
        }
    }
}
