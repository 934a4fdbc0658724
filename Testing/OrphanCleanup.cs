using System.Diagnostics;

namespace RetailPulse.Testing;

/// <summary>Cleans up after this process if it is killed before it can do so itself.</summary>
/// <remarks>
/// An external shell waits for the end of a pipe that only this process holds open, and then runs the commands that it received.
/// </remarks>
internal sealed class OrphanCleanup : IDisposable
{
    /// <summary>Ignores Ctrl+C, which also reaches the shell and must not end it before its work.</summary>
    private const string Script = "trap '' INT TERM HUP; todo=$(cat); eval \"$todo\"";

    private readonly Process shell = Process.Start(
        new ProcessStartInfo("sh", ["-c", Script]) { RedirectStandardInput = true, WorkingDirectory = "/" }
    )!;

    /// <param name="command">A shell command that does no harm when nothing is left to clean up.</param>
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
