using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace RetailPulse.Silo.Logging;

/// <summary>Writes a log entry as one line. Both formats suppress floods and false alarms in the same way.</summary>
internal abstract class LineFormatter(string name, EntryFilter filter, TimeProvider time) : ConsoleFormatter(name)
{
    public sealed override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var now = time.GetUtcNow();
        var admission = filter.Admit(logEntry.Category, logEntry.EventId, logEntry.LogLevel);
        foreach (var (category, suppressed) in admission.Ended)
            Write(textWriter, now, LogLevel.Warning, category, null, EntryFilter.Describe(suppressed), null, null);
        if (!admission.Admitted)
            return;
        var state = logEntry.State as IReadOnlyList<KeyValuePair<string, object?>>;
        Write(
            textWriter,
            now,
            logEntry.LogLevel,
            logEntry.Category,
            logEntry.EventId.Name,
            logEntry.Formatter(logEntry.State, logEntry.Exception),
            logEntry.Exception,
            state
        );
    }

    protected abstract void Write(
        TextWriter writer,
        DateTimeOffset time,
        LogLevel level,
        string category,
        string? name,
        string message,
        Exception? exception,
        IReadOnlyList<KeyValuePair<string, object?>>? state
    );
}

/// <summary>Writes log entries for people: time, level, category, message, request, and exception.</summary>
internal sealed class TextFormatter(EntryFilter filter, TimeProvider time) : LineFormatter(FormatterName, filter, time)
{
    public const string FormatterName = "retailpulse-text";

    protected override void Write(
        TextWriter writer,
        DateTimeOffset time,
        LogLevel level,
        string category,
        string? name,
        string message,
        Exception? exception,
        IReadOnlyList<KeyValuePair<string, object?>>? state
    )
    {
        writer.Write($"{LogLine.Time(time)} {LogLine.Level(level)} {category}: {OneLine.Of(LogLine.Text(message))}{LoggedRequest.Current}");
        if (exception is not null)
            writer.Write($" | {OneLine.Of(LogLine.Text(exception.ToString()))}");
        writer.Write('\n');
    }
}
