namespace RetailPulse.Silo.Logging;

/// <summary>The <c>RetailPulse:Log</c> settings: the format of the log.</summary>
internal sealed class LogOptions
{
    public const string Section = "RetailPulse:Log";

    /// <summary>Format of an entry. Default: <see cref="LogFormat.Text"/>.</summary>
    public LogFormat Format { get; set; } = LogFormat.Text;

    public static LogOptions Read(IConfiguration configuration) => configuration.GetSection(Section).Get<LogOptions>() ?? new LogOptions();
}

/// <summary>The format of a log entry, which is one line in either format.</summary>
internal enum LogFormat
{
    /// <summary>Time, level, category, and message, for people.</summary>
    Text,

    /// <summary>One JSON object, for programs.</summary>
    Json,
}
