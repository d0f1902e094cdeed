-- Health of a ResiliencePolicy, from the conditions that the status reporter writes. Without a reporter there is no status, and
-- waiting for one would keep the application Progressing for ever: what was rendered is applied, and more is not known.
local hs = {status = "Progressing", message = "Waiting for the status reporter"}

if obj.status == nil or next(obj.status) == nil then
  hs.status = "Healthy"
  hs.message = "Applied; no status reporter says whether the mesh enforces it"
  return hs
end

local generation = obj.metadata.generation
if generation ~= nil and obj.status.observedGeneration ~= nil and obj.status.observedGeneration ~= generation then
  hs.message = "Waiting for the status reporter to see the latest change"
  return hs
end

local byType = {}
for _, condition in ipairs(obj.status.conditions or {}) do
  local stale = generation ~= nil and condition.observedGeneration ~= nil and condition.observedGeneration ~= generation
  if not stale then
    byType[condition.type] = condition
  end
end

local function say(condition)
  if condition.message ~= nil and condition.message ~= "" then
    return condition.reason .. ": " .. condition.message
  end
  return condition.reason
end

local ready = byType["Ready"]
local stalled = byType["Stalled"]

if stalled ~= nil and stalled.status == "True" then
  hs.status = "Degraded"
  hs.message = say(stalled)
elseif ready ~= nil then
  hs.message = say(ready)
  -- A kind that the reporter cannot watch stays unknown; that is no reason to hold a sync up.
  if ready.status == "True" or (ready.status == "Unknown" and ready.reason == "NotVerifiable") then
    hs.status = "Healthy"
  end
end

return hs
