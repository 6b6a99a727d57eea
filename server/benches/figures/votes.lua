-- For wrk: sends votes that were written to a file before, in turn. Arguments: the file, and where to begin.
-- Each line is a cookie, a path and a body, with tabs between.
local requests, next = {}, 0

function init(args)
    for line in io.lines(args[1]) do
        local cookie, path, body = line:match("^(.-)\t(.-)\t(.*)$")
        local headers = { ["Content-Type"] = "application/json", ["Cookie"] = cookie }
        requests[#requests + 1] = wrk.format("POST", path, headers, body)
    end
    next = tonumber(args[2])
end

function request()
    next = next % #requests + 1
    return requests[next]
end
