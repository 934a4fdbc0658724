using Microsoft.Extensions.Logging.Console;

namespace RetailPulse.Silo.Logging;

/// <summary>Writes the log of a process to its standard output.</summary>
internal static class LogHosting
{
    /// <summary>Adds a log with one line per entry, in the format of <see cref="LogOptions"/>.</summary>
    public static void AddRetailPulseLog(this ILoggingBuilder logging, IConfiguration configuration)
    {
        var format = LogOptions.Read(configuration).Format;
        var filter = new EntryFilter(TimeProvider.System);
        logging.AddConsole(console =>
            console.FormatterName = format == LogFormat.Json ? JsonFormatter.FormatterName : TextFormatter.FormatterName
        );

        logging.Services.AddSingleton(filter);
        logging.Services.AddHostedService<SuppressedEntries>();

        // The wall clock, which people and other logs use, not the clock of jobs.
        logging.Services.AddSingleton<ConsoleFormatter>(new TextFormatter(filter, TimeProvider.System));
        logging.Services.AddSingleton<ConsoleFormatter>(new JsonFormatter(filter, TimeProvider.System));
    }

    /// <summary>Creates the same log for messages before there is a host.</summary>
    public static ILoggerFactory CreateEarly(IConfiguration configuration) =>
        LoggerFactory.Create(logging => logging.AddRetailPulseLog(configuration));
}
