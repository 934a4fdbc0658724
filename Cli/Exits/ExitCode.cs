namespace RetailPulse.Cli.Exits;

/// <summary>The exit codes. Scripts depend on them, so a code never changes its meaning.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>A job failed or was cancelled, or a check found a problem.</summary>
    public const int Failed = 1;

    public const int Usage = 2;

    public const int NotFound = 3;

    public const int Access = 4;

    public const int Refused = 5;

    public const int Timeout = 6;

    public const int Interrupted = 7;

    /// <summary>128 + SIGINT.</summary>
    public const int CtrlC = 130;

    /// <summary>128 + SIGPIPE: the reader of the output is gone.</summary>
    public const int Pipe = 141;

    /// <summary>128 + SIGTERM.</summary>
    public const int Terminated = 143;

    public const string Table = """
        0    done; a job that was waited for completed
        1    a job that was waited for failed or was cancelled; doctor found a problem
        2    invalid command line, file, or request
        3    the job, image, store, or delivery does not exist
        4    no key, an unknown key, or a key with insufficient rights
        5    temporarily refused, or the service cannot be reached; try again later
        6    the time given by --timeout is over
        7    the stream or export was interrupted; what was printed is incomplete
        130  Ctrl+C
        143  SIGTERM
        """;
}
