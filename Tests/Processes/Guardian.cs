using System.Diagnostics;

namespace RetailPulse.Tests.Processes;

/// <summary>
/// Cleans up behind this process should it be killed before it can. A shell outside waits for the end of a pipe that only this process holds
/// open, and then runs what it was told.
/// </summary>
internal sealed class Guardian : IDisposable
{
    /// <summary>Ctrl+C reaches the shell as well, and must not end it before its work.</summary>
    private const string Script = "trap '' INT TERM HUP; todo=$(cat); eval \"$todo\"";

    private readonly Process shell = Process.Start(new ProcessStartInfo("sh", ["-c", Script]) { RedirectStandardInput = true, WorkingDirectory = "/" })!;

    /// <param name="command">A line of shell that does no harm when there is nothing left to do.</param>
    public void AtTheEnd(string command)
    {
        lock (shell)
        {
            shell.StandardInput.WriteLine(command);
            shell.StandardInput.Flush();
        }
    }

    public void Dispose()
    {
        shell.StandardInput.Close();
        shell.WaitForExit();
        shell.Dispose();
    }
}
