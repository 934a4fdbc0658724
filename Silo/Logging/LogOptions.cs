namespace RetailPulse.Silo.Logging;

/// <summary><c>RetailPulse:Log</c>: the form of the log.</summary>
internal sealed class LogOptions
{
    public const string Section = "RetailPulse:Log";

    /// <summary>Form of an entry. Default: <see cref="LogFormat.Text"/>.</summary>
    public LogFormat Format { get; set; } = LogFormat.Text;

    public static LogOptions Read(IConfiguration configuration) => configuration.GetSection(Section).Get<LogOptions>() ?? new LogOptions();
}

/// <summary>The form of an entry of the log, which is one line in either form.</summary>
internal enum LogFormat
{
    /// <summary>Time, level, category, and message, for people.</summary>
    Text,

    /// <summary>One JSON object, for programs.</summary>
    Json,
}
